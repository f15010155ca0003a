package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;

class CoreEarlierUpDownUpIT extends UpDownUp {
    CoreEarlierUpDownUpIT() {
        super(ClmDatabase.CORE, false);
    }
}
