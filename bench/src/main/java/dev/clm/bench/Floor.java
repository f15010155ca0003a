package dev.clm.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The bare floor: the same rows in the same two transactions by plain JDBC, under the same roles, row-level security and
 * triggers, with no service. The tenant is set once per connection, which is as cheap as it can be.
 */
final class Floor implements Workload {
    private final String name;
    private final boolean oneStatement;
    private final FloorDatabases databases;
    private final CertificateRows rows;

    private Floor(String name, boolean oneStatement, FloorDatabases databases, CertificateRows rows) {
        this.name = name;
        this.oneStatement = oneStatement;
        this.databases = databases;
        this.rows = rows;
    }

    /** Each transaction is one statement with several data-modifying INSERTs: one round trip per database. */
    static Floor oneStatementPerDatabase(FloorDatabases databases, CertificateRows rows) {
        return new Floor("one statement per database", true, databases, rows);
    }

    static Floor oneStatementPerRow(FloorDatabases databases, CertificateRows rows) {
        return new Floor("one statement per row", false, databases, rows);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Client open() throws SQLException {
        Connection secure = databases.secure(rows.organizationId());
        Connection core = databases.core(rows.organizationId());
        Transaction first = new Transaction(secure, rows.secure());
        Transaction second = new Transaction(core, rows.core());
        return new Client() {
            @Override
            public void issue() throws SQLException {
                FreshIdentifiers fresh = rows.freshIdentifiers();
                first.write(fresh);
                second.write(fresh);
            }

            @Override
            public void close() throws SQLException {
                secure.close();
                core.close();
            }
        };
    }

    /** The rows of one database, prepared on one connection. */
    private final class Transaction {
        private final Connection connection;
        private final List<List<CopiedRow>> groups;
        private final List<PreparedStatement> statements = new ArrayList<>();

        Transaction(Connection connection, List<CopiedRow> rows) throws SQLException {
            this.connection = connection;
            this.groups =
                    oneStatement ? List.of(rows) : rows.stream().map(List::of).collect(Collectors.toList());
            connection.setAutoCommit(oneStatement);
            for (List<CopiedRow> group : groups) {
                statements.add(connection.prepareStatement(text(group)));
            }
        }

        void write(FreshIdentifiers fresh) throws SQLException {
            for (int i = 0; i < groups.size(); i++) {
                PreparedStatement statement = statements.get(i);
                int index = 1;
                for (CopiedRow row : groups.get(i)) {
                    index = row.bind(statement, index, fresh);
                }
                statement.executeUpdate();
            }
            if (!oneStatement) {
                connection.commit();
            }
        }

        private String text(List<CopiedRow> group) {
            if (group.size() == 1) {
                return group.get(0).insert();
            }
            StringBuilder text = new StringBuilder("WITH ");
            for (int i = 0; i < group.size() - 1; i++) {
                text.append(i == 0 ? "" : ", ").append("r").append(i).append(" AS (");
                text.append(group.get(i).insert()).append(")");
            }
            return text.append(" ").append(group.get(group.size() - 1).insert()).toString();
        }
    }
}
