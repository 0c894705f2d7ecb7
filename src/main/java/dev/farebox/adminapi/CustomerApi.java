package dev.farebox.adminapi;

import dev.farebox.desk.ReceiptJson;
import dev.farebox.desk.Receipts;
import dev.farebox.http.ApiRequest;
import dev.farebox.http.ApiResponse;
import dev.farebox.id.IdText;
import dev.farebox.identity.ApiKey;
import dev.farebox.identity.KeyDirectory;
import dev.farebox.identity.KeyLookup;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.Ledger;
import dev.farebox.money.Credits;
import java.util.List;

/**
 * {@code /api/v1}: what a customer may ask with an API key.
 *
 * <ul>
 *   <li>{@code GET /api/v1/balance}
 *   <li>{@code GET /api/v1/receipts/{request}}: their own alone; anyone else's does not exist
 * </ul>
 */
public final class CustomerApi {
    public static final String PREFIX = "/api/v1";

    private final KeyDirectory keys;
    private final Ledger ledger;
    private final Receipts receipts;
    private final String creditName;

    public CustomerApi(KeyDirectory keys, Ledger ledger, Receipts receipts, String creditName) {
        this.keys = keys;
        this.ledger = ledger;
        this.receipts = receipts;
        this.creditName = creditName;
    }

    public ApiResponse answer(ApiRequest request) {
        var lookup = request.credential().map(keys::find);
        if (lookup.isEmpty() || !(lookup.get() instanceof KeyLookup.Active(ApiKey key))) {
            return Answers.unauthorised("an API key that works");
        }
        if (!request.method().equals("GET")) {
            return Answers.problem(405, "method_not_allowed", "only GET is served here");
        }
        List<String> parts = request.partsAfter(PREFIX);
        if (parts.equals(List.of("balance"))) {
            return balance(key);
        }
        if (parts.size() == 2 && parts.getFirst().equals("receipts")) {
            return receipt(key, parts.get(1));
        }
        return Answers.notFound("such address below " + PREFIX);
    }

    private ApiResponse balance(ApiKey key) {
        return ledger.account(new AccountId(key.customerId()))
                .map(view -> {
                    var json = Answers.MAPPER.createObjectNode();
                    json.put("available", Credits.ofNanos(view.available()).toString());
                    json.put("held", Credits.ofNanos(view.held()).toString());
                    json.put("frozen", Credits.ofNanos(view.frozen()).toString());
                    json.put("owed", Credits.ofNanos(view.owed()).toString());
                    json.put("unit", creditName);
                    json.put("ledger_position", view.version());
                    return Answers.ok(json);
                })
                .orElseGet(() -> Answers.notFound("account"));
    }

    private ApiResponse receipt(ApiKey key, String request) {
        return IdText.REQUEST
                .read(request)
                .flatMap(id -> receipts.find(key.customerId(), id))
                .map(receipt -> Answers.ok(ReceiptJson.forCustomer(receipt)))
                .orElseGet(() -> Answers.notFound("receipt " + request));
    }
}
