/** The verbs that users, organizations, policies and workflows share. A row leaves only as its repository shows it: without secrets. */
package dev.clm.api.row;
