/// Versioned immutable price books, and rating: usage to charge with its working.
///
/// Terms: a *price book* is one published version of all prices; a *rate* is nano-credits per
/// million units of a dimension; a *band* is other rates for long input; a *tier* is other rates
/// for a service level; a *group multiplier* is an exact ratio for some customers; *cost* is what
/// the operator pays, beside the price.
///
/// Owns: the price-book text, its storage, the import of community price files, rating. Does not
/// own: whether a usage is charged, balances, holds.
///
/// Invariants: a published book never changes; a charge is one sum, one division, one half-even
/// rounding; a model without a price gets no service; what cannot be kept exactly is refused.
@NullMarked
package dev.farebox.pricing;

import org.jspecify.annotations.NullMarked;
