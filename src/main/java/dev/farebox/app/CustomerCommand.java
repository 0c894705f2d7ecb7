package dev.farebox.app;

import dev.farebox.id.IdText;
import dev.farebox.identity.Customer;
import dev.farebox.identity.CustomerState;
import dev.farebox.identity.NewCustomer;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.AccountView;
import dev.farebox.money.Credits;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farebox customer …}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "customer",
        description = "Who pays: add, list, show, change, suspend, activate.")
final class CustomerCommand {
    private static final int PAGE = 500;

    @Command(
            mixinStandardHelpOptions = true,
            name = "add",
            description = "Add a customer with an empty balance.")
    int add(
            @Mixin Target target,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--email", paramLabel = "ADDRESS") @Nullable String email,
            @Option(
                            names = "--group",
                            paramLabel = "GROUP",
                            defaultValue = NewCustomer.STANDARD_GROUP,
                            description = "Service group: its price multiplier and its limits.")
                    String group) {
        return target.with(platform -> {
            var what = new NewCustomer(name, Optional.ofNullable(email), group);
            Customer customer = platform.desk.addCustomer(Target.actor(), what);
            Target.out().println(IdText.CUSTOMER.show(customer.id()));
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "list",
            description = "List customers, oldest first.")
    int list(
            @Mixin Target target,
            @Option(
                            names = "--after",
                            paramLabel = "ID",
                            description = "Begin after this customer: the next page.")
                    @Nullable String after) {
        Optional<UUID> from = Optional.ofNullable(after).map(id -> Read.id(IdText.CUSTOMER, id));
        return target.with(platform -> {
            var page = platform.database.tx(tx -> platform.customers.list(tx, from, PAGE));
            var table = new Table("CUSTOMER", "NAME", "GROUP", "STATE", ">AVAILABLE");
            for (Customer customer : page) {
                table.row(
                        IdText.CUSTOMER.show(customer.id()),
                        customer.name(),
                        customer.group(),
                        word(customer.state()),
                        account(platform, customer.id())
                                .map(view -> Credits.ofNanos(view.available()).toString())
                                .orElse(""));
            }
            Target.out().print(table);
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "show",
            description = "Show a customer, the balance and the lots behind it.")
    int show(@Mixin Target target, @Parameters(paramLabel = "CUSTOMER") String id) {
        UUID customer = Read.id(IdText.CUSTOMER, id);
        return target.with(platform -> {
            CustomerText.of(platform, customer).forEach(Target.out()::println);
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "change",
            description = {
                "Change a customer's group and limits; what is not named stays. Works at once.",
                "The limits hold for all keys of the customer together, on each node."
            })
    int change(
            @Mixin Target target,
            @Mixin LimitOptions limits,
            @Parameters(paramLabel = "CUSTOMER") String id,
            @Option(names = "--group", paramLabel = "GROUP") @Nullable String group,
            @Option(names = "--reason", defaultValue = "") String reason) {
        UUID customer = Read.id(IdText.CUSTOMER, id);
        return target.with(platform -> {
            Customer before = CustomerText.find(platform, customer);
            platform.desk.changeCustomer(
                    Target.actor(),
                    customer,
                    Objects.requireNonNullElse(group, before.group()),
                    limits.over(before.limits()),
                    reason);
            Target.out().println(id + " is changed.");
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "suspend",
            description = "Stop all of a customer's keys. Credit stays theirs.")
    int suspend(
            @Mixin Target target,
            @Parameters(paramLabel = "CUSTOMER") String id,
            @Option(names = "--reason", required = true) String reason) {
        return change(target, id, CustomerState.SUSPENDED, reason);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "activate",
            description = "Let a suspended customer's keys work again.")
    int activate(
            @Mixin Target target,
            @Parameters(paramLabel = "CUSTOMER") String id,
            @Option(names = "--reason", required = true) String reason) {
        return change(target, id, CustomerState.ACTIVE, reason);
    }

    private static int change(Target target, String id, CustomerState to, String reason) {
        UUID customer = Read.id(IdText.CUSTOMER, id);
        return target.with(platform -> {
            platform.database.tx(
                    tx -> platform.customers.changeState(tx, Target.actor(), customer, to, reason));
            Target.out().println(id + " is " + word(to) + ".");
            return Cli.DONE;
        });
    }

    private static Optional<AccountView> account(Platform platform, UUID customer) {
        return platform.ledger.account(new AccountId(customer));
    }

    private static String word(CustomerState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
