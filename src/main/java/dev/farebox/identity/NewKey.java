package dev.farebox.identity;

import dev.farebox.problem.InputText;
import java.util.UUID;

/** What a key is made from. Checked: a value that exists can be stored. */
public record NewKey(UUID customerId, String name, KeyTerms terms) {
    public NewKey {
        name = InputText.line("name", name, 200);
    }
}
