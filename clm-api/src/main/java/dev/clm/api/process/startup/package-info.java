/** Everything that must be true before the service answers: databases, schemas, master key, in that order. No request is served from here. */
package dev.clm.api.process.startup;
