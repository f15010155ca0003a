/** The job that moves the states of certificates on with time. It decides nothing: dates and the database's clock do. */
package dev.clm.api.certificate.status;
