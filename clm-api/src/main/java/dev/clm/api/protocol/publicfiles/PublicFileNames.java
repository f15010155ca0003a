package dev.clm.api.protocol.publicfiles;

import dev.clm.secure.certificate.authority.CrlScope;
import dev.clm.secure.certificate.authority.PublishedListRepository;
import dev.clm.secure.certificate.authority.PublishedListRepository.PublishedList;
import dev.clm.secure.database.SecureDatabase;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the files under `/pki/` are called. */
@Configuration(proxyBeanMethods = false)
public class PublicFileNames {

    @Bean
    PublishedNames publishedNames(@Qualifier("steadyClock") Clock clock, SecureDatabase secure) {
        PublishedListRepository lists = new PublishedListRepository();
        return new PublishedNames(
                clock,
                () -> secure.inServiceRole("public files carry no tenant", tx -> {
                    Set<String> names = new HashSet<>();
                    lists.all(tx).forEach(list -> add(names, list));
                    return names;
                }));
    }

    private static void add(Set<String> names, PublishedList list) {
        names.add(of(list.authority(), "ca.pem"));
        names.add(of(list.authority(), "ca.der"));
        if (list.scope() != null) {
            names.add(of(list.authority(), list(list.scope())));
        }
    }

    static String of(String authority, String file) {
        return authority + "/" + file;
    }

    private static String list(CrlScope scope) {
        if (scope.isFull()) {
            return "crl.der";
        }
        return scope.isDelta() ? "delta.crl" : "crl/" + scope.shard() + ".der";
    }
}
