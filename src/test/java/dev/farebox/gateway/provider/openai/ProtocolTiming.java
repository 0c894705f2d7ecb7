package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.wire.openai.ChatScan;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntToLongFunction;

/**
 * Prints what reading a request and an event costs on this machine in CPU time of one thread, best
 * of 7; indicative only. Run its main from the test class path.
 */
final class ProtocolTiming {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static long sink;

    private ProtocolTiming() {}

    public static void main(String[] arguments) {
        for (int kilobytes : new int[] {2, 50}) {
            byte[] body = request(kilobytes * 1024);
            print("scan " + kilobytes + " KB", 400_000 / kilobytes, _ -> scan(body).choices());
            print(
                    "scan and splice " + kilobytes + " KB",
                    400_000 / kilobytes,
                    _ -> scan(body).upstreamBody("upstream-model").length);
        }
        byte[] plain = stream("", 1000);
        byte[] obfuscated = stream(",\"obfuscation\":\"#\"", 1000);
        byte[] changing = stream(",\"sequence\":#", 1000);
        print("event, same shape", 300, 1000, _ -> relay(plain));
        print("event, obfuscated", 300, 1000, _ -> relay(obfuscated));
        print("event, parsed", 300, 1000, _ -> relay(changing));
        print("event, split only", 300, 1000, _ -> split(plain));
        if (sink == 42) {
            System.out.println();
        }
    }

    private static ClientRequest scan(byte[] body) {
        return switch (ChatScan.scan(body, ScanLimits.STANDARD)) {
            case Scan.Read(var request) -> request;
            case Scan.Invalid invalid -> throw new IllegalStateException(invalid.message());
        };
    }

    private static byte[] request(int size) {
        var body = new StringBuilder("{\"model\":\"m\",\"stream\":true,\"messages\":[");
        String message =
                "{\"role\":\"user\",\"content\":\"" + "A line of a prompt.\\n".repeat(20) + "\"}";
        while (body.length() + message.length() < size) {
            body.append(message).append(',');
        }
        return body.append("{}]}").toString().getBytes(UTF_8);
    }

    private static byte[] stream(String more, int events) {
        var stream = new StringBuilder();
        for (int i = 0; i < events; i++) {
            stream.append(
                            "data: {\"id\":\"chatcmpl-B1\",\"object\":\"chat.completion.chunk\",\"created\":1795219200,"
                                    + "\"model\":\"gpt-5.6-mini\",\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,"
                                    + "\"delta\":{\"content\":\" word")
                    .append(i)
                    .append("\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null")
                    .append(more.replace("#", Integer.toString(i * 7)))
                    .append("}\n\n");
        }
        return stream.toString().getBytes(UTF_8);
    }

    private static long relay(byte[] stream) {
        var reader = new ChatStreamReader(1, InputSize.NOTHING, TokenFactors.ROUGH);
        feed(stream, event -> sink += reader.read(event).hashCode());
        return reader.estimatedOutput();
    }

    private static long split(byte[] stream) {
        long before = sink;
        feed(stream, event -> sink += event.dataLength());
        return sink - before;
    }

    private static void feed(byte[] stream, SseSplitter.Sink to) {
        var splitter = new SseSplitter(1 << 20);
        for (int at = 0; at < stream.length; at += 1400) {
            splitter.feed(stream, at, Math.min(1400, stream.length - at), to);
        }
        splitter.end(to);
    }

    private static void print(String what, int rounds, IntToLongFunction work) {
        print(what, rounds, 1, work);
    }

    private static void print(String what, int rounds, int parts, IntToLongFunction work) {
        long best = Long.MAX_VALUE;
        for (int repeat = 0; repeat < 7; repeat++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < rounds; i++) {
                sink += work.applyAsLong(i);
            }
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }
        System.out.println(what + ": " + best / rounds / parts + " ns");
    }
}
