-- CreateEnum
CREATE TYPE "SendScheduleState" AS ENUM ('active', 'ended', 'cancelled');

-- AlterEnum
ALTER TYPE "BroadcastState" ADD VALUE 'held';

-- DropIndex
DROP INDEX "Delivery_broadcastId_state_idx";

-- AlterTable
ALTER TABLE "Broadcast" ADD COLUMN     "countedFrom" TIMESTAMPTZ(3),
ADD COLUMN     "heldUntil" TIMESTAMPTZ(3),
ADD COLUMN     "occurrence" TIMESTAMPTZ(3),
ADD COLUMN     "scheduleId" UUID,
ADD COLUMN     "stateAt" TIMESTAMPTZ(3),
ADD COLUMN     "stateBy" TEXT,
ADD COLUMN     "stateDetail" TEXT,
ADD COLUMN     "urgentAgreedAt" TIMESTAMPTZ(3),
ADD COLUMN     "urgentAgreedBy" TEXT,
ADD COLUMN     "urgentAt" TIMESTAMPTZ(3),
ADD COLUMN     "urgentBy" TEXT,
ADD COLUMN     "urgentReason" TEXT;

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "retriedFrom" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "SendSchedule" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "publicationId" UUID NOT NULL,
    "rule" JSONB NOT NULL,
    "state" "SendScheduleState" NOT NULL DEFAULT 'active',
    "stateReason" TEXT,
    "stateBy" TEXT,
    "stateAt" TIMESTAMPTZ(3),
    "nextAt" TIMESTAMPTZ(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SendSchedule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SendSchedule_state_nextAt_idx" ON "SendSchedule"("state", "nextAt");

-- CreateIndex
CREATE INDEX "SendSchedule_publicationId_idx" ON "SendSchedule"("publicationId");

-- CreateIndex
CREATE UNIQUE INDEX "Broadcast_scheduleId_occurrence_key" ON "Broadcast"("scheduleId", "occurrence");

-- CreateIndex
CREATE INDEX "Delivery_broadcastId_state_accountId_id_idx" ON "Delivery"("broadcastId", "state", "accountId", "id");

-- AddForeignKey
ALTER TABLE "Broadcast" ADD CONSTRAINT "Broadcast_scheduleId_fkey" FOREIGN KEY ("scheduleId") REFERENCES "SendSchedule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SendSchedule" ADD CONSTRAINT "SendSchedule_publicationId_fkey" FOREIGN KEY ("publicationId") REFERENCES "Publication"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
