package dev.clm.common.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;

/** Tells its database's outage whether it can lend connections, and what fails on them. */
final class WatchedPool extends HikariDataSource {
    private final Outage outage;

    WatchedPool(HikariConfig config, Outage outage) {
        super(config);
        this.outage = outage;
    }

    /** What fails on a connection is told too, before whoever uses it hears of it. */
    static HikariDataSource open(HikariConfig config, Outage outage) {
        config.setExceptionOverride(new SQLExceptionOverride() {
            @java.lang.Override
            public Override adjudicate(SQLException failure) {
                outage.failed(failure);
                return Override.CONTINUE_EVICT;
            }
        });
        return new WatchedPool(config, outage);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            Connection connection = super.getConnection();
            outage.answered();
            return connection;
        } catch (SQLException failure) {
            outage.failed(failure);
            throw failure;
        }
    }

    @Override
    public void close() {
        super.close();
        outage.forget();
    }
}
