package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;

class SecureUpDownUpIT extends UpDownUp {
    SecureUpDownUpIT() {
        super(ClmDatabase.SECURE);
    }
}
