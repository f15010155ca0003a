/** What runs by itself, once per interval over all instances. Jobs act in the service role and say why. */
package dev.clm.api.process.jobs;
