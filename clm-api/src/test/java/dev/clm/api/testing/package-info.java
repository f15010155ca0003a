/** The real application for tests: in this process, and as a process of its own. Its secrets are throw-away. */
package dev.clm.api.testing;
