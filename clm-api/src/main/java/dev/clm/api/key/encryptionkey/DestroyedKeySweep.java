package dev.clm.api.key.encryptionkey;

import dev.clm.api.config.RepeatedWork;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Has this instance drop its loaded copies of keys that any instance has destroyed, within seconds (requirement K5). */
@Component
final class DestroyedKeySweep implements DisposableBean {
    private final RepeatedWork sweeping;

    DestroyedKeySweep(DataKeyRing ring) {
        this.sweeping = new RepeatedWork("destroyed-keys", Duration.ofSeconds(5), ring::dropDestroyed);
    }

    @Override
    public void destroy() {
        sweeping.close();
    }
}
