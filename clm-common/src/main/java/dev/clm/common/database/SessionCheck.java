package dev.clm.common.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether sessions are what was asked for. A pooler on the way can drop a connection's options, and with them its time-outs and
 * its role, or lend one session to several connections in turn (PgBouncer's transaction mode): then advisory locks, LISTEN and
 * whatever else belongs to a session does not hold.
 */
public final class SessionCheck {
    /** Those that the product counts on; an operator may ask for more. */
    private static final Pattern OPTION = Pattern.compile(
            "-c (statement_timeout|lock_timeout|idle_in_transaction_session_timeout|search_path|role)=(\\S+)");

    private static final Pattern TIME = Pattern.compile("(\\d+)(|ms|s|min|h|d)");
    private static final Map<String, Long> MILLIS =
            Map.of("", 1L, "ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final int LOOKS = 3;
    private static final String MARK = "clm.session_check";

    private SessionCheck() {}

    /** Where connections of one kind come from. */
    @FunctionalInterface
    public interface Source {
        Connection connect() throws SQLException;
    }

    /**
     * What is wrong, and what to set, in a sentence that follows the name of the address's setting; empty where nothing is.
     *
     * @param source asked for two connections that are open at once
     * @param options what each was asked for, as `-c name=value`
     */
    public static Optional<String> fault(Source source, String options) throws SQLException {
        try (Connection first = source.connect()) {
            Optional<String> dropped = dropped(first, options);
            return dropped.isPresent() ? dropped : lent(first, source);
        }
    }

    private static Optional<String> dropped(Connection connection, String options) throws SQLException {
        List<String> is = new ArrayList<>();
        List<String> toSet = new ArrayList<>();
        for (MatchResult option : OPTION.matcher(options).results().toList()) {
            String name = option.group(1);
            String value = setting(connection, name);
            if (!normal(value).equals(normal(option.group(2)))) {
                is.add(name + " '" + value + "' instead of '" + option.group(2) + "'");
                toSet.add("SET " + name + " = '" + option.group(2) + "'");
            }
        }
        if (is.isEmpty()) {
            return Optional.empty();
        }
        String alter = "ALTER ROLE " + connection.getMetaData().getUserName() + " ";
        return Optional.of("leads to sessions with " + String.join(", ", is)
                + ": a pooler on the way drops what a connection asks for. Let it pass `options` on, or set it for the role: "
                + String.join("; ", toSet.stream().map(alter::concat).toList()));
    }

    /** A setting of one session that another connection sees, or that is gone at the next look, shows that it is not one's own. */
    private static Optional<String> lent(Connection first, Source source) throws SQLException {
        String mark = UUID.randomUUID().toString();
        mark(first, mark);
        try (Connection second = source.connect()) {
            boolean own = true;
            for (int looks = 0; looks < LOOKS && own; looks++) {
                own = !mark.equals(setting(second, MARK)) && mark.equals(setting(first, MARK));
            }
            if (own) {
                return Optional.empty();
            }
            return Optional.of("leads to a pooler that lends one session to several connections: advisory locks and"
                    + " LISTEN need sessions of their own. Set pool_mode = session for it");
        } finally {
            mark(first, "");
        }
    }

    private static void mark(Connection connection, String mark) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, false)")) {
            statement.setString(1, MARK);
            statement.setString(2, mark);
            statement.execute();
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select current_setting(?, true)")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        }
    }

    private static String normal(String value) {
        Matcher time = TIME.matcher(value);
        return time.matches() ? Long.toString(Long.parseLong(time.group(1)) * MILLIS.get(time.group(2))) : value;
    }
}
