package dev.farebox.gateway.route;

import dev.farebox.config.PrivateAddresses;
import dev.farebox.problem.InputText;
import dev.farebox.problem.ProblemException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses an upstream may have. Link-local ones never: the metadata services of clouds live
 * there, which give credentials to whoever asks.
 *
 * <p>A literal address is checked when a channel is added; whatever a name resolves to is checked
 * on the connection itself, before a byte of a request is sent, so that a name that changes its
 * address in between gains nothing.
 */
public enum AddressRule {
    /** Everything else: other machines of the operator's, this one, the demo provider. */
    ALLOW_PRIVATE,
    /** Only addresses that are reached over the internet. */
    PUBLIC_ONLY;

    private static final String REFUSED_PRIVATE =
            "only public ones are allowed (upstream.private_addresses)";

    private static final List<Block> LINK_LOCAL =
            List.of(Block.of("169.254.0.0/16"), Block.of("fe80::/10"));

    /** What IANA has not given to the public internet. */
    private static final List<Block> NOT_PUBLIC =
            List.of(
                    Block.of("0.0.0.0/8"),
                    Block.of("10.0.0.0/8"),
                    Block.of("100.64.0.0/10"),
                    Block.of("127.0.0.0/8"),
                    Block.of("172.16.0.0/12"),
                    Block.of("192.0.0.0/24"),
                    Block.of("192.0.2.0/24"),
                    Block.of("192.88.99.0/24"),
                    Block.of("192.168.0.0/16"),
                    Block.of("198.18.0.0/15"),
                    Block.of("198.51.100.0/24"),
                    Block.of("203.0.113.0/24"),
                    Block.of("224.0.0.0/4"),
                    Block.of("240.0.0.0/4"));

    /** All that is public of version 6, but for the tunnels within it. */
    private static final Block PUBLIC_6 = Block.of("2000::/3");

    private static final List<Block> NOT_PUBLIC_6 =
            List.of(Block.of("2001::/23"), Block.of("2001:db8::/32"), Block.of("3fff::/20"));

    /** Forms of version 6 that hold an address of version 4, and where in them it stands. */
    private static final List<Embedding> EMBEDDINGS =
            List.of(
                    new Embedding(Block.of("::/96"), 12),
                    new Embedding(Block.of("::ffff:0:0:0/96"), 12),
                    new Embedding(Block.of("64:ff9b::/96"), 12),
                    new Embedding(Block.of("2002::/16"), 2));

    private record Embedding(Block block, int at) {}

    /**
     * Checks a URL whose host is a literal address or means this machine.
     *
     * @throws ProblemException {@code input_invalid}
     */
    void check(URI baseUrl) {
        String host = baseUrl.getHost().toLowerCase(Locale.ROOT);
        literal(host)
                .flatMap(this::refusal)
                .ifPresent(why -> {
                    throw InputText.refusal("base_url", "names %s, but %s".formatted(host, why));
                });
        if (this == PUBLIC_ONLY && (host.equals("localhost") || host.endsWith(".localhost"))) {
            throw InputText.refusal("base_url", "names this machine, but " + REFUSED_PRIVATE);
        }
    }

    public static AddressRule of(PrivateAddresses setting) {
        return switch (setting) {
            case ALLOW -> ALLOW_PRIVATE;
            case REFUSE -> PUBLIC_ONLY;
        };
    }

    /** Why a connection to {@code address} is not allowed; empty when it is. */
    public Optional<String> refusal(InetAddress address) {
        byte[] bytes = plain(address.getAddress());
        if (LINK_LOCAL.stream().anyMatch(block -> block.holds(bytes))) {
            return Optional.of("link-local addresses are never allowed");
        }
        return this == PUBLIC_ONLY && !isPublic(bytes)
                ? Optional.of(REFUSED_PRIVATE)
                : Optional.empty();
    }

    private static boolean isPublic(byte[] address) {
        if (address.length == 4) {
            return NOT_PUBLIC.stream().noneMatch(block -> block.holds(address));
        }
        return PUBLIC_6.holds(address)
                && NOT_PUBLIC_6.stream().noneMatch(block -> block.holds(address));
    }

    /** The address of version 4 that is meant, where one is embedded; loopback stays as it is. */
    private static byte[] plain(byte[] address) {
        for (Embedding embedding : EMBEDDINGS) {
            if (embedding.block().holds(address)) {
                byte[] inner = new byte[4];
                System.arraycopy(address, embedding.at(), inner, 0, 4);
                return inner;
            }
        }
        return address;
    }

    /** Never asks a name server. */
    static Optional<InetAddress> literal(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        // An interface behind a percent sign does not make it another address.
        String text =
                bracketed ? host.substring(1, host.length() - 1).replaceFirst("%.*", "") : host;
        try {
            return Optional.of(
                    bracketed ? Inet6Address.ofLiteral(text) : Inet4Address.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** An address and how many of its first bits count. */
    private record Block(InetAddress start, int bits) {
        static Block of(String text) {
            String[] parts = text.split("/");
            return new Block(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean holds(byte[] address) {
            byte[] prefix = start.getAddress();
            if (prefix.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >>> (bit % 8);
                if (((prefix[bit / 8] ^ address[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
