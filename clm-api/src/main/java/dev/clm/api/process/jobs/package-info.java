/** Every room's jobs, given to the scheduler. What a job does is its room's; nothing here knows one. */
package dev.clm.api.process.jobs;
