/** What the service knows of its own state. Answers are a status only: no addresses, versions or error texts leave. */
package dev.clm.api.oversight.health;
