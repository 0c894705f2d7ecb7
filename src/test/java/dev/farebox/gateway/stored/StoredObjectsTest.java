package dev.farebox.gateway.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.exchange.StoredId.Kind;
import dev.farebox.ledger.AccountId;
import dev.farebox.testkit.WithDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Only its owner finds a stored object, only for as long as it is kept, and nothing else is known.
 */
@WithDatabase
class StoredObjectsTest {
    private static final Duration TERM = Duration.ofDays(30);
    private static final UUID CHANNEL = UUID.randomUUID();

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final AccountId one = new AccountId(UUID.randomUUID());
    private final AccountId two = new AccountId(UUID.randomUUID());

    @Test
    void each_customer_finds_its_own_and_no_other(Database database) {
        var objects = new StoredObjects(database, now::get, TERM);
        var response = new StoredId(Kind.RESPONSE, "resp_1");
        objects.own(one, List.of(new Owned(response, CHANNEL, 7)));
        assertThat(objects.find(one, response)).contains(new Owned(response, CHANNEL, 7));
        assertThat(objects.find(two, response)).isEmpty();
        assertThat(objects.find(one, new StoredId(Kind.ITEM, "resp_1"))).isEmpty();
        objects.forget(two, response);
        assertThat(objects.find(one, response)).isPresent();
        objects.forget(one, response);
        assertThat(objects.find(one, response)).isEmpty();
    }

    @Test
    void what_is_owned_again_lies_where_it_was_left_last(Database database) {
        var objects = new StoredObjects(database, now::get, TERM);
        var id = new StoredId(Kind.RESPONSE, "resp_again");
        UUID later = UUID.randomUUID();
        objects.own(one, List.of(new Owned(id, CHANNEL, 7)));
        objects.own(one, List.of(new Owned(id, later, 8)));
        assertThat(objects.find(one, id)).contains(new Owned(id, later, 8));
        assertThat(objects.count(one, Kind.RESPONSE)).isOne();
    }

    @Test
    void it_is_forgotten_after_its_term_but_files_wait_for_their_owner(Database database) {
        var objects = new StoredObjects(database, now::get, TERM);
        var response = new StoredId(Kind.RESPONSE, "resp_old");
        var item = new StoredId(Kind.ITEM, "msg_old");
        var file = new StoredId(Kind.FILE, "file-old");
        objects.own(
                one,
                List.of(
                        new Owned(response, CHANNEL, 1),
                        new Owned(item, CHANNEL, 1),
                        new Owned(file, CHANNEL, 0)));
        now.updateAndGet(time -> time.plus(TERM).minusSeconds(1));
        assertThat(objects.find(one, List.of(response, item, file))).hasSize(3);
        now.updateAndGet(time -> time.plusSeconds(1));
        assertThat(objects.find(one, List.of(response, item, file)).keySet()).containsOnly(file);
        assertThat(objects.count(one, Kind.RESPONSE)).isOne();
        assertThat(objects.prune()).isGreaterThanOrEqualTo(2);
        assertThat(objects.count(one, Kind.RESPONSE)).isZero();
        assertThat(objects.prune()).isZero();
        assertThat(objects.find(one, file)).isPresent();
    }

    @Test
    void a_list_has_pages_and_only_the_customers_own(Database database) {
        var objects = new StoredObjects(database, now::get, TERM);
        for (int i = 0; i < 5; i++) {
            var file = new Owned(new StoredId(Kind.FILE, "file-" + i), CHANNEL, 0);
            objects.own(i == 2 ? two : one, List.of(file));
            now.updateAndGet(time -> time.plusSeconds(1));
        }
        assertThat(ids(objects.page(one, Kind.FILE, null, 3)))
                .containsExactly("file-4", "file-3", "file-1");
        assertThat(ids(objects.page(one, Kind.FILE, "file-1", 3))).containsExactly("file-0");
        assertThat(ids(objects.page(one, Kind.FILE, "file-2", 3))).isEmpty();
    }

    private static List<String> ids(List<Owned> owned) {
        return owned.stream().map(one -> one.id().id()).toList();
    }
}
