/// Our own interfaces as JSON: `/api/v1` for customers (with their API key), `/admin/v1` for
/// operators (with an operator token), `/health`.
///
/// Owns: routes, their JSON, who may call them. Does not own: any rule; each verb is one call of a
/// facade. Amounts are exact decimals as text; problems are RFC 9457 documents with a stable
/// `code`.
@NullMarked
package dev.farebox.adminapi;

import org.jspecify.annotations.NullMarked;
