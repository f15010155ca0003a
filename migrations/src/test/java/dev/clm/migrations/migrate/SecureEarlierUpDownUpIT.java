package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;

class SecureEarlierUpDownUpIT extends UpDownUp {
    SecureEarlierUpDownUpIT() {
        super(ClmDatabase.SECURE, false);
    }
}
