-- CreateEnum
CREATE TYPE "RevisionKind" AS ENUM ('recalled', 'corrected', 'closed');

-- CreateEnum
CREATE TYPE "RevisionStepState" AS ENUM ('planned', 'queued', 'revised', 'cannot');

-- AlterEnum
ALTER TYPE "BroadcastKind" ADD VALUE 'recall';

-- AlterTable
ALTER TABLE "ArticleSubmission" ADD COLUMN     "source" TEXT;

-- AlterTable
ALTER TABLE "Conference" ADD COLUMN     "buttonsClosedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "lookUps" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lookedUpAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "JoinRequest" ADD COLUMN     "consentAt" TIMESTAMPTZ(3),
ADD COLUMN     "consentText" TEXT,
ADD COLUMN     "consentWay" TEXT;

-- AlterTable
ALTER TABLE "Publication" ADD COLUMN     "correctsId" UUID,
ADD COLUMN     "recallReason" TEXT,
ADD COLUMN     "recalledAt" TIMESTAMPTZ(3),
ADD COLUMN     "recalledBy" TEXT;

-- AlterTable
ALTER TABLE "Reporter" ADD COLUMN     "phoneHash" TEXT;

-- CreateTable
CREATE TABLE "Revision" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "kind" "RevisionKind" NOT NULL,
    "publicationId" UUID,
    "conferenceId" UUID,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RevisionStep" (
    "id" UUID NOT NULL,
    "revisionId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "contactId" UUID NOT NULL,
    "deliveryId" UUID,
    "replyId" UUID,
    "state" "RevisionStepState" NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3),
    "queuedAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),
    "trace" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RevisionStep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Revision_organisationId_createdAt_idx" ON "Revision"("organisationId", "createdAt");

-- CreateIndex
CREATE INDEX "Revision_finishedAt_idx" ON "Revision"("finishedAt");

-- CreateIndex
CREATE INDEX "RevisionStep_revisionId_state_idx" ON "RevisionStep"("revisionId", "state");

-- CreateIndex
CREATE INDEX "RevisionStep_state_accountId_idx" ON "RevisionStep"("state", "accountId");

-- CreateIndex
CREATE INDEX "ArticleSubmission_source_idx" ON "ArticleSubmission"("source");

-- CreateIndex
CREATE INDEX "Publication_correctsId_idx" ON "Publication"("correctsId");

-- CreateIndex
CREATE INDEX "Reporter_organisationId_phoneHash_idx" ON "Reporter"("organisationId", "phoneHash");

-- AddForeignKey
ALTER TABLE "Publication" ADD CONSTRAINT "Publication_correctsId_fkey" FOREIGN KEY ("correctsId") REFERENCES "Publication"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Revision" ADD CONSTRAINT "Revision_publicationId_fkey" FOREIGN KEY ("publicationId") REFERENCES "Publication"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Revision" ADD CONSTRAINT "Revision_conferenceId_fkey" FOREIGN KEY ("conferenceId") REFERENCES "Conference"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RevisionStep" ADD CONSTRAINT "RevisionStep_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "Revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RevisionStep" ADD CONSTRAINT "RevisionStep_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "messageVnd" INTEGER NOT NULL DEFAULT 0;
