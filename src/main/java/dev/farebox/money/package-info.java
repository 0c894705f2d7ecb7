/// Exact amounts: credits in nano-units, cash in minor units, ratios; no IO.
@NullMarked
package dev.farebox.money;

import org.jspecify.annotations.NullMarked;
