package dev.farebox.identity;

import dev.farebox.problem.InputText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a customer is created from. Checked: a value that exists can be stored.
 *
 * @param group the service group; a word of small letters, digits, {@code -} and {@code _}
 */
public record NewCustomer(String name, Optional<String> email, String group) {
    public static final String STANDARD_GROUP = "default";
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,189}");
    private static final Pattern GROUP = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

    public NewCustomer {
        name = InputText.line("name", name, 200);
        email = email.map(NewCustomer::checkedEmail);
        group = checkedGroup(group);
    }

    public static NewCustomer named(String name) {
        return new NewCustomer(name, Optional.empty(), STANDARD_GROUP);
    }

    private static String checkedEmail(String email) {
        String line = InputText.line("email", email, 254);
        if (!EMAIL.matcher(line).matches()) {
            throw InputText.refusal("email", "must be an address such as name@example.com");
        }
        return line;
    }

    static String checkedGroup(String group) {
        if (!GROUP.matcher(group).matches()) {
            throw InputText.refusal("group", "must be 1 to 40 small letters, digits, '-' or '_'");
        }
        return group;
    }
}
