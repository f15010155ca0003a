/** The parts of clm-secure and clm-core as beans. No logic, and no secret that is not inside its own object. */
package dev.clm.api.process.wiring;
