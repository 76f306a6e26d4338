-- Whatever comes back to the ledger of a broadcast lets it go on: a finished one never has anything open. Prisma's models cannot say this.
-- The lock makes whoever puts something back and whoever finishes the broadcast wait for each other; each then sees what the other did.
CREATE FUNCTION "delivery_put_back_reopens"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "Broadcast" WHERE id = NEW."broadcastId" FOR NO KEY UPDATE;
  UPDATE "Broadcast" SET state = 'sending', "finishedAt" = NULL WHERE id = NEW."broadcastId" AND state = 'finished';
  RETURN NEW;
END $$;
CREATE TRIGGER "Delivery_put_back_reopens" BEFORE UPDATE ON "Delivery" FOR EACH ROW
  WHEN (OLD.state IN ('sent', 'failed', 'skipped', 'unknown') AND NEW.state IN ('planned', 'queued', 'sending'))
  EXECUTE FUNCTION "delivery_put_back_reopens"();
