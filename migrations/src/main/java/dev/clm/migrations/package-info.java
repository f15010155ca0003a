/** Names of the two databases, their owners and logins. No address and no password. */
package dev.clm.migrations;
