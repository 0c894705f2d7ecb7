/// The pipeline: authenticate, admit, hold, route, relay, meter, settle. `README.md` beside this
/// file says the terms, the invariants and where event loops end.
@NullMarked
package dev.farebox.gateway;

import org.jspecify.annotations.NullMarked;
