package dev.clm.migrations.migrate;

import dev.clm.migrations.ClmDatabase;

class CoreUpDownUpIT extends UpDownUp {
    CoreUpDownUpIT() {
        super(ClmDatabase.CORE);
    }
}
