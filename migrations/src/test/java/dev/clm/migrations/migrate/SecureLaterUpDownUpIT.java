package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;

class SecureLaterUpDownUpIT extends UpDownUp {
    SecureLaterUpDownUpIT() {
        super(ClmDatabase.SECURE, true);
    }
}
