/// What dialects and providers share: server-sent events, failures, problems, estimates, readings.
///
/// Owns no protocol of a vendor and does no IO. A dialect (`gateway.wire.*`) and a provider
/// (`gateway.provider.*`) know these types and never each other.
@NullMarked
package dev.farebox.gateway.exchange;

import org.jspecify.annotations.NullMarked;
