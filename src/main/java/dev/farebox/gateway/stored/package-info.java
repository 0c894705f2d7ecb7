/// What clients leave at an upstream and come back for: stored responses, the items of their
/// output, files.
///
/// All customers share the operator's accounts there, so an upstream would hand any of them what
/// another left. Whose it is, is therefore known here: [StoredObjects] keeps owner and channel, by
/// the upstream's id, and never any content; [References] finds what a request refers to.
@NullMarked
package dev.farebox.gateway.stored;

import org.jspecify.annotations.NullMarked;
