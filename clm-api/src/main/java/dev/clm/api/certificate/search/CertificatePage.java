package dev.clm.api.certificate.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** One page of certificates; `next_cursor` is null on the last one. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record CertificatePage(List<CertificateSummary> items, String nextCursor) {}
