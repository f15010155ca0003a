package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;

class CoreLaterUpDownUpIT extends UpDownUp {
    CoreLaterUpDownUpIT() {
        super(ClmDatabase.CORE, true);
    }
}
