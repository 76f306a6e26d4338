-- Impossible states of the ledger are impossible in the database too. Prisma's models cannot say these rules, so they stand here only.

-- What arrived in a chat before its delivery was handed over to another one.
ALTER TABLE "Delivery" ADD COLUMN "earlierParts" JSONB;

-- What was settled by evidence has no id of its own at the platform.
UPDATE "Delivery" SET "messageIds" = ARRAY['-'] WHERE state = 'sent' AND COALESCE(cardinality("messageIds"), 0) = 0;
UPDATE "Delivery" SET reason = 'crashed' WHERE state = 'unknown' AND reason IS NULL;
UPDATE "Broadcast" SET "stateReason" = split_part("stateReason", ': ', 1), "stateDetail" = substr("stateReason", strpos("stateReason", ': ') + 2)
  WHERE strpos("stateReason", ': ') > 0;
UPDATE "Broadcast" SET "stateReason" = 'rejected' WHERE state = 'stopped' AND "stateReason" IS NULL;
UPDATE "Broadcast" SET "stateReason" = 'by-staff', "stateDetail" = NULL WHERE state = 'cancelled';
UPDATE "Broadcast" SET "stateReason" = NULL, "stateDetail" = NULL WHERE state IN ('sending', 'finished');
-- None was held so far: each began when it was made.
UPDATE "Broadcast" SET "countedFrom" = "createdAt" WHERE "countedFrom" IS NULL;

ALTER TABLE "Delivery"
  ADD CONSTRAINT "Delivery_settled_has_its_time"
    CHECK ((state IN ('sent', 'failed', 'skipped', 'unknown')) = ("settledAt" IS NOT NULL)),
  ADD CONSTRAINT "Delivery_sent_has_message_ids"
    CHECK (state <> 'sent' OR (COALESCE(cardinality("messageIds"), 0) > 0 AND NOT '' = ANY ("messageIds"))),
  ADD CONSTRAINT "Delivery_not_sent_has_a_reason"
    CHECK (state NOT IN ('failed', 'skipped', 'unknown') OR reason IS NOT NULL),
  -- What is to be read on somebody's own page needs no account; it is never queued, only planned until its broadcast goes.
  ADD CONSTRAINT "Delivery_waiting_has_an_account"
    CHECK (state NOT IN ('planned', 'queued', 'sending') OR (state = 'planned' AND surface IS NOT DISTINCT FROM 'page')
      OR ("accountId" IS NOT NULL AND "contactId" IS NOT NULL AND "messageKind" IS NOT NULL)),
  ADD CONSTRAINT "Delivery_sending_is_an_attempt"
    CHECK (state <> 'sending' OR ("sendingAt" IS NOT NULL AND attempt > 0)),
  ADD CONSTRAINT "Delivery_counts_are_not_negative"
    CHECK (attempt >= 0 AND "retriedFrom" BETWEEN 0 AND attempt AND "costVnd" >= 0 AND "messageVnd" >= 0);

ALTER TABLE "Broadcast"
  ADD CONSTRAINT "Broadcast_over_has_its_time"
    CHECK ((state IN ('finished', 'cancelled')) = ("finishedAt" IS NOT NULL)),
  ADD CONSTRAINT "Broadcast_standing_has_a_reason"
    CHECK ((state IN ('held', 'stopped', 'cancelled')) = ("stateReason" IS NOT NULL)),
  ADD CONSTRAINT "Broadcast_held_has_a_moment"
    CHECK (state <> 'held' OR "heldUntil" IS NOT NULL),
  -- What tells of a recall takes content back: neither abort window nor office hours hold it.
  ADD CONSTRAINT "Broadcast_recall_is_never_held"
    CHECK (state <> 'held' OR kind <> 'recall'),
  ADD CONSTRAINT "Broadcast_is_of_something"
    CHECK (CASE WHEN kind = 'reminder' THEN "conferenceId" IS NOT NULL AND "reminderKind" IS NOT NULL ELSE "publicationId" IS NOT NULL END),
  ADD CONSTRAINT "Broadcast_scheduled_for_a_moment"
    CHECK (("scheduleId" IS NULL) = (occurrence IS NULL)),
  ADD CONSTRAINT "Broadcast_urgent_with_a_reason"
    CHECK (("urgentBy" IS NULL) = ("urgentReason" IS NULL) AND ("urgentBy" IS NULL) = ("urgentAt" IS NULL)),
  ADD CONSTRAINT "Broadcast_urgent_by_two"
    CHECK ("urgentAgreedBy" IS NULL OR ("urgentAgreedAt" IS NOT NULL AND "urgentBy" IS NOT NULL AND "urgentAgreedBy" <> "urgentBy"));

ALTER TABLE "SendSchedule"
  ADD CONSTRAINT "SendSchedule_active_has_a_moment" CHECK ((state = 'active') = ("nextAt" IS NOT NULL));

-- A delivery goes its way and no other. What has arrived stays so: whoever got it can never be sent it again by a change of this
-- row; what was skipped is never sent; nothing is sent that was not queued; nothing becomes unknown that was not being sent.
CREATE FUNCTION "delivery_goes_its_way"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'delivery % was % and cannot become %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "Delivery_goes_its_way" BEFORE UPDATE ON "Delivery" FOR EACH ROW
  WHEN (OLD.state <> NEW.state AND NOT CASE OLD.state
    WHEN 'planned' THEN NEW.state IN ('queued', 'skipped') OR (NEW.state = 'sent' AND NEW.surface = 'page')
    WHEN 'queued' THEN NEW.state IN ('planned', 'sending', 'skipped', 'failed') OR (NEW.state = 'sent' AND NEW.surface = 'page')
    WHEN 'sending' THEN NEW.state IN ('planned', 'queued', 'sent', 'failed', 'unknown')
    WHEN 'unknown' THEN NEW.state IN ('planned', 'queued', 'sent', 'failed')
    WHEN 'failed' THEN NEW.state = 'planned'
    ELSE false END)
  EXECUTE FUNCTION "delivery_goes_its_way"();

-- Whose delivery it is, and of what, never changes.
CREATE FUNCTION "delivery_is_whose_it_is"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'delivery % cannot be given to another broadcast or reporter', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "Delivery_is_whose_it_is" BEFORE UPDATE OF "broadcastId", "reporterId" ON "Delivery" FOR EACH ROW
  WHEN (OLD."broadcastId" <> NEW."broadcastId" OR OLD."reporterId" <> NEW."reporterId")
  EXECUTE FUNCTION "delivery_is_whose_it_is"();

-- What happened is neither rewritten nor taken out; it goes with its delivery only.
CREATE FUNCTION "delivery_event_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM "Delivery" WHERE id = OLD."deliveryId") THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'events of deliveries are never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "DeliveryEvent_is_append_only" BEFORE UPDATE OR DELETE ON "DeliveryEvent" FOR EACH ROW
  EXECUTE FUNCTION "delivery_event_is_append_only"();
