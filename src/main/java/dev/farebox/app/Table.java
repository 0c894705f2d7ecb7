package dev.farebox.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in aligned columns; a column whose heading starts with {@code >} is flush right. */
final class Table {
    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    Table row(Object... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + headings);
        }
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<String> lines() {
        return toString().lines().toList();
    }

    @Override
    public String toString() {
        int[] widths = new int[headings.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = title(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        append(text, widths, headings.stream().map(Table::plain).toList());
        rows.forEach(row -> append(text, widths, row));
        return text.toString();
    }

    private void append(StringBuilder text, int[] widths, List<String> cells) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            boolean right = headings.get(i).startsWith(">");
            line.append(right ? padding + cells.get(i) : cells.get(i) + padding).append("  ");
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private String title(int column) {
        return plain(headings.get(column));
    }

    private static String plain(String heading) {
        return heading.startsWith(">") ? heading.substring(1) : heading;
    }
}
