package dev.clm.api.key.encryptionkey;

import dev.clm.api.config.RepeatedWork;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Has this instance drop its loaded copies of keys that any instance has destroyed or retired, within seconds, and of those
 * that nobody used for a while (requirement K5).
 */
@Component
final class UnneededKeySweep implements DisposableBean {
    private final RepeatedWork sweeping;

    UnneededKeySweep(DataKeyRing ring) {
        this.sweeping = new RepeatedWork("unneeded-keys", Duration.ofSeconds(5), ring::dropUnneeded);
    }

    @Override
    public void destroy() {
        sweeping.close();
    }
}
