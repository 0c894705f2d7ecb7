package dev.farebox.gateway.provider.demo;

/** What a body turned out to be: a request, or a reason to refuse it. */
sealed interface ChatRead permits ChatRequest, Refusal {}
