package dev.clm.core.inventory.search;

import dev.clm.core.inventory.metadata.CertificateMetadata;
import java.util.List;
import java.util.Optional;

/** One page of a list; `nextCursor` is empty on the last one. */
public record CertificateMetadataPage(List<CertificateMetadata> items, Optional<String> nextCursor) {
    public CertificateMetadataPage {
        items = List.copyOf(items);
    }
}
