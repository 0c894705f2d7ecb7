package dev.farebox.db;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The current row of a query, read by column name. A null where none is expected is an error. */
public final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    public String text(String column) {
        return required(column, String.class);
    }

    public Optional<String> optionalText(String column) {
        return optional(column, String.class);
    }

    public int integer(String column) {
        return Math.toIntExact(number(column));
    }

    /** Any whole number type; a sum of {@code bigint} is a {@code numeric} to PostgreSQL. */
    public long number(String column) {
        return optionalNumber(column).orElseThrow(() -> missing(column));
    }

    public Optional<Long> optionalNumber(String column) {
        try {
            return Optional.ofNullable(results.getObject(column)).map(Row::whole);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    public BigDecimal decimal(String column) {
        return required(column, BigDecimal.class);
    }

    public boolean flag(String column) {
        return required(column, Boolean.class);
    }

    public UUID uuid(String column) {
        return required(column, UUID.class);
    }

    public Optional<UUID> optionalUuid(String column) {
        return optional(column, UUID.class);
    }

    public Instant instant(String column) {
        return required(column, OffsetDateTime.class).toInstant();
    }

    public Optional<Instant> optionalInstant(String column) {
        return optional(column, OffsetDateTime.class).map(OffsetDateTime::toInstant);
    }

    public LocalDate date(String column) {
        return required(column, LocalDate.class);
    }

    public byte[] bytes(String column) {
        return required(column, byte[].class);
    }

    public List<String> texts(String column) {
        return array(column, String[].class);
    }

    public List<UUID> uuids(String column) {
        return array(column, UUID[].class);
    }

    public List<Long> numbers(String column) {
        return array(column, Long[].class);
    }

    private <T> List<T> array(String column, Class<T[]> type) {
        try {
            return List.copyOf(Arrays.asList(type.cast(results.getArray(column).getArray())));
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private <T> T required(String column, Class<T> type) {
        return optional(column, type).orElseThrow(() -> missing(column));
    }

    private static long whole(Object value) {
        return switch (value) {
            case Long number -> number;
            case Integer number -> number;
            case BigDecimal number -> number.longValueExact();
            default -> throw new IllegalStateException("not a whole number: " + value.getClass());
        };
    }

    private static IllegalStateException missing(String column) {
        return new IllegalStateException("column " + column + " is null");
    }

    private <T> Optional<T> optional(String column, Class<T> type) {
        try {
            return Optional.ofNullable(results.getObject(column, type));
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }
}
