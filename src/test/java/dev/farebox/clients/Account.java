package dev.farebox.clients;

import java.util.UUID;

/** A customer with one key. */
record Account(UUID customer, String keyId, String key) {}
