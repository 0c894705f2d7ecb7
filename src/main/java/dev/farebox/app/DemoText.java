package dev.farebox.app;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a newcomer reads when the demo is up. */
final class DemoText {
    private DemoText() {}

    static List<String> of(String url, DemoStore.Access access, @Nullable Path data) {
        return """

        Farebox demo is running.%s

          base URL     %s/v1
          API key      %s
          balance      %s credits
          models       demo-chat, demo-reasoner, demo-tools, demo-long, demo-embedding,
                       demo-image, demo-speech, demo-transcribe
          admin        %s/admin/v1
          admin token  %s

        Ask something, streamed:

          curl -N %s/v1/chat/completions \\
            -H "Authorization: Bearer %s" \\
            -H "Content-Type: application/json" \\
            -d '{"model":"demo-chat","stream":true,"messages":[{"role":"user","content":"What is a prepaid balance?"}]}'

        Every answer carries its receipt's id in the x-request-id header:

          curl %s/api/v1/receipts/REQUEST -H "Authorization: Bearer %s"

        Stop with Ctrl-C.
        """
                .formatted(
                        data == null ? " It is thrown away when it stops." : "",
                        url,
                        access.apiKey(),
                        DemoStore.BALANCE,
                        url,
                        access.adminToken(),
                        url,
                        access.apiKey(),
                        url,
                        access.apiKey())
                .lines()
                .toList();
    }
}
