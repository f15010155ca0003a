package dev.clm.bench;

import java.io.IOException;
import java.sql.SQLException;

/** One way to bring a certificate's rows into both databases; every client has a connection of its own. */
interface Workload {
    String name();

    Client open() throws IOException, SQLException;

    /** Used by one thread. */
    interface Client extends AutoCloseable {
        /** One certificate, stored durably on return. */
        void issue() throws IOException, SQLException;

        @Override
        void close() throws IOException, SQLException;
    }
}
