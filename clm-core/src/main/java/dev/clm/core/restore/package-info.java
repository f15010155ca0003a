/** What clm_core_db was told and a restored clm_secure_db has forgotten. Only public facts about certificates leave. */
package dev.clm.core.restore;
