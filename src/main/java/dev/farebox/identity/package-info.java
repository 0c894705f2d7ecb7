/// Customers, API keys, operator tokens.
@NullMarked
package dev.farebox.identity;

import org.jspecify.annotations.NullMarked;
