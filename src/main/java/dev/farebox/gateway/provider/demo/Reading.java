package dev.farebox.gateway.provider.demo;

/** What a body turned out to be: a task, or a reason to refuse it. */
sealed interface Reading permits Task, Refusal {}
