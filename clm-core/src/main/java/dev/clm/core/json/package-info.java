/** JSON documents and text on their way into jsonb and text columns. Nothing PostgreSQL cannot store gets past here. */
package dev.clm.core.json;
