package dev.farebox.gateway.exchange;

import java.util.regex.Pattern;

/** Makes text from an upstream fit to be logged and shown: short, one line, without identities. */
public final class SafeText {
    public static final int MAX = 500;

    private static final String REMOVED = "[removed]";

    /** Keys, organisations, projects, accounts, addresses of people, whatever follows "Bearer". */
    private static final Pattern IDENTITY =
            Pattern.compile(
                    "(?i)\\bbearer\\s+\\S+"
                            + "|\\b(?:sk|rk|pk|gsk|xai)[-_][\\w*.\\-]{4,}"
                            + "|\\bAIza[\\w\\-*]{4,}"
                            + "|\\b(?:org|proj|acct)[-_][\\w\\-]{4,}"
                            // parameters have such names too, but seldom with a digit
                            + "|\\b(?:key|api[_-]key|project|account|user|workspace|ws|team)"
                            + "[-_](?=[\\w\\-]*\\d)[\\w\\-]{4,}"
                            + "|[\\w.+\\-]+@[\\w\\-]+\\.[\\w.\\-]+"
                            + "|\\b\\w{0,8}\\*{4,}\\w{0,8}"
                            + "|\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

    private SafeText() {}

    public static String of(String text) {
        String head = text.length() > 2 * MAX ? text.substring(0, 2 * MAX) : text;
        StringBuilder line = new StringBuilder(head.length());
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? ' ' : c);
        }
        String safe = IDENTITY.matcher(line).replaceAll(REMOVED).strip();
        return safe.length() > MAX ? safe.substring(0, MAX) : safe;
    }
}
