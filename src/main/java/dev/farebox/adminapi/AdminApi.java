package dev.farebox.adminapi;

import dev.farebox.audit.Actor;
import dev.farebox.db.Database;
import dev.farebox.desk.CreditGrant;
import dev.farebox.desk.Desk;
import dev.farebox.desk.ReceiptJson;
import dev.farebox.desk.Receipts;
import dev.farebox.http.ApiRequest;
import dev.farebox.http.ApiResponse;
import dev.farebox.id.IdText;
import dev.farebox.id.Ids;
import dev.farebox.identity.Customer;
import dev.farebox.identity.Customers;
import dev.farebox.identity.IssuedKey;
import dev.farebox.identity.KeyDirectory;
import dev.farebox.identity.KeyTerms;
import dev.farebox.identity.NewCustomer;
import dev.farebox.identity.NewKey;
import dev.farebox.identity.Operator;
import dev.farebox.identity.OperatorRole;
import dev.farebox.identity.OwnLimits;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.Colour;
import dev.farebox.ledger.IdConflict;
import dev.farebox.ledger.Ledger;
import dev.farebox.money.Credits;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /admin/v1}: what an operator may do with a token. A reader's token may only GET.
 *
 * <ul>
 *   <li>{@code GET, POST /admin/v1/customers}; {@code GET /admin/v1/customers/{customer}}
 *   <li>{@code PUT /admin/v1/customers/{customer}/limits}: replaces the customer's own limits
 *   <li>{@code POST /admin/v1/customers/{customer}/keys}: the secret is in this answer alone
 *   <li>{@code POST /admin/v1/customers/{customer}/grants}: {@code transaction} is the idempotency
 *       key
 *   <li>{@code DELETE /admin/v1/keys/{key}}
 *   <li>{@code GET /admin/v1/receipts/{request}}
 * </ul>
 */
public final class AdminApi {
    public static final String PREFIX = "/admin/v1";
    private static final int PAGE = 500;

    private final KeyDirectory directory;
    private final Database database;
    private final Customers customers;
    private final Ledger ledger;
    private final Desk desk;
    private final Receipts receipts;
    private final Ids ids;

    public AdminApi(
            KeyDirectory directory,
            Database database,
            Customers customers,
            Ledger ledger,
            Desk desk,
            Receipts receipts,
            Ids ids) {
        this.directory = directory;
        this.database = database;
        this.customers = customers;
        this.ledger = ledger;
        this.desk = desk;
        this.receipts = receipts;
        this.ids = ids;
    }

    public ApiResponse answer(ApiRequest request) {
        Optional<Operator> operator = request.credential().flatMap(directory::findOperator);
        if (operator.isEmpty()) {
            return Answers.unauthorised("an operator token");
        }
        if (operator.get().role() == OperatorRole.READER && !request.method().equals("GET")) {
            return Answers.problem(403, "forbidden", "this token may look, and change nothing");
        }
        try {
            return route(request, Actor.operator(operator.get().id().toString()));
        } catch (ProblemException problem) {
            return Answers.problem(problem);
        }
    }

    private ApiResponse route(ApiRequest request, Actor actor) {
        List<String> parts = request.partsAfter(PREFIX);
        String shape =
                request.method()
                        + " "
                        + (parts.isEmpty() ? "" : parts.getFirst())
                        + (parts.size() > 1 ? "/…" : "")
                        + (parts.size() > 2 ? "/" + parts.get(2) : "");
        return switch (parts.size() > 3 ? "" : shape) {
            case "GET customers" -> list(request);
            case "POST customers" -> addCustomer(actor, JsonBody.of(request));
            case "GET customers/…" -> Answers.ok(customer(parts.get(1)));
            case "POST customers/…/keys" -> issue(actor, parts.get(1), JsonBody.of(request));
            case "PUT customers/…/limits" -> limits(actor, parts.get(1), JsonBody.of(request));
            case "POST customers/…/grants" -> grant(actor, parts.get(1), JsonBody.of(request));
            case "DELETE keys/…" -> revoke(actor, parts.get(1));
            case "GET receipts/…" -> receipt(parts.get(1));
            default -> Answers.notFound("such address or method below " + PREFIX);
        };
    }

    private ApiResponse list(ApiRequest request) {
        Optional<UUID> after =
                Optional.ofNullable(request.query().get("after"))
                        .map(text -> id(IdText.CUSTOMER, text));
        var json = Answers.MAPPER.createObjectNode();
        var array = json.putArray("customers");
        database.tx(tx -> customers.list(tx, after, PAGE)).forEach(one -> array.add(json(one)));
        return Answers.ok(json);
    }

    private ApiResponse addCustomer(Actor actor, JsonBody body) {
        var what =
                new NewCustomer(
                        body.text("name"),
                        body.optionalText("email"),
                        body.optionalText("group").orElse(NewCustomer.STANDARD_GROUP));
        body.refuseOthers();
        return Answers.created(json(desk.addCustomer(actor, what)));
    }

    private ObjectNode customer(String text) {
        UUID id = id(IdText.CUSTOMER, text);
        Customer customer =
                database.tx(tx -> customers.find(tx, id))
                        .orElseThrow(() ->
                                new ProblemException(
                                        ProblemCode.NOT_FOUND, "there is no customer " + text));
        ObjectNode json = json(customer);
        ledger.account(new AccountId(id))
                .ifPresent(view -> {
                    json.put("available", Credits.ofNanos(view.available()).toString());
                    json.put("held", Credits.ofNanos(view.held()).toString());
                    json.put("frozen", Credits.ofNanos(view.frozen()).toString());
                    json.put("owed", Credits.ofNanos(view.owed()).toString());
                });
        return json;
    }

    private ApiResponse limits(Actor actor, String text, JsonBody body) {
        OwnLimits limits = KeyTermsJson.limits(body);
        String reason = body.optionalText("reason").orElse("");
        body.refuseOthers();
        UUID id = id(IdText.CUSTOMER, text);
        database.tx(tx -> customers.changeLimits(tx, actor, id, limits, reason));
        directory.refresh();
        return Answers.ok(customer(text));
    }

    private ApiResponse issue(Actor actor, String customer, JsonBody body) {
        String name = body.optionalText("name").orElse("key");
        KeyTerms terms = KeyTermsJson.read(body);
        body.refuseOthers();
        IssuedKey issued =
                desk.issueKey(actor, new NewKey(id(IdText.CUSTOMER, customer), name, terms));
        directory.refresh(); // whoever reads this answer may use the key at once
        var json = Answers.MAPPER.createObjectNode();
        json.put("id", IdText.KEY.show(issued.key().id()));
        json.put("prefix", issued.key().prefix());
        json.put("secret", issued.secret());
        return Answers.created(json);
    }

    private ApiResponse grant(Actor actor, String customer, JsonBody body) {
        UUID transaction =
                body.optionalText("transaction")
                        .map(text -> id(IdText.TRANSACTION, text))
                        .orElseGet(ids::next);
        var what =
                new CreditGrant(
                        transaction,
                        id(IdText.CUSTOMER, customer),
                        body.credits("amount"),
                        body.word("colour", Colour.class).orElse(Colour.MANUAL),
                        CreditGrant.USUAL_PRIORITY,
                        body.instant("expires_at"),
                        body.text("reason"));
        body.refuseOthers();
        if (desk.grantCredit(actor, what) instanceof IdConflict) {
            throw new ProblemException(
                    ProblemCode.CONFLICT, "this transaction id was used for something else");
        }
        ObjectNode json = customer(customer);
        json.put("transaction", IdText.TRANSACTION.show(transaction));
        return Answers.created(json);
    }

    private ApiResponse revoke(Actor actor, String key) {
        var revoked = desk.revokeKey(actor, id(IdText.KEY, key), "");
        directory.refresh();
        var json = Answers.MAPPER.createObjectNode();
        json.put("id", IdText.KEY.show(revoked.id()));
        json.put("revoked_at", String.valueOf(revoked.revokedAt().orElse(null)));
        return Answers.ok(json);
    }

    private ApiResponse receipt(String request) {
        return IdText.REQUEST
                .read(request)
                .flatMap(receipts::find)
                .map(receipt -> Answers.ok(ReceiptJson.forOperator(receipt)))
                .orElseGet(() -> Answers.notFound("receipt " + request));
    }

    private static ObjectNode json(Customer customer) {
        var json = Answers.MAPPER.createObjectNode();
        json.put("id", IdText.CUSTOMER.show(customer.id()));
        json.put("name", customer.name());
        customer.email().ifPresent(email -> json.put("email", email));
        json.put("group", customer.group());
        KeyTermsJson.write(json, customer.limits());
        json.put("state", customer.state().name().toLowerCase(Locale.ROOT));
        json.put("created_at", customer.createdAt().toString());
        return json;
    }

    private static UUID id(IdText kind, String text) {
        return kind.read(text)
                .orElseThrow(() ->
                        new ProblemException(
                                ProblemCode.INPUT_INVALID,
                                text
                                        + " is not the id of a "
                                        + kind.name().toLowerCase(Locale.ROOT)));
    }
}
