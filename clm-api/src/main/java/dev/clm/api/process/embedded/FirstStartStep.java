package dev.clm.api.process.embedded;

import dev.clm.common.tenant.OrganizationId;

/**
 * One thing that an embedded service has from its first start on. Runs at every start before the web server accepts, and
 * does nothing where its work is done: a first start may have been killed between two steps.
 */
public interface FirstStartStep {
    /** `organization` is the organization `default`. */
    void run(OrganizationId organization);
}
