/** Named points at which a crash test kills the process. Inert unless the process was started for such a test. */
package dev.clm.common.failpoint;
