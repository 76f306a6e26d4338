-- CreateEnum
CREATE TYPE "BroadcastKind" AS ENUM ('publication', 'reminder');

-- CreateEnum
CREATE TYPE "BroadcastState" AS ENUM ('sending', 'stopped', 'finished', 'cancelled');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('planned', 'queued', 'sending', 'sent', 'failed', 'skipped', 'unknown');

-- CreateEnum
CREATE TYPE "AccountState" AS ENUM ('off', 'on', 'alarm');

-- CreateEnum
CREATE TYPE "InboxState" AS ENUM ('waiting', 'handled', 'ignored', 'failed');

-- CreateEnum
CREATE TYPE "RsvpAnswer" AS ENUM ('none', 'later', 'accepted', 'declined', 'named');

-- CreateEnum
CREATE TYPE "ReminderState" AS ENUM ('scheduled', 'fired', 'cancelled');

-- CreateEnum
CREATE TYPE "PublicationKind" AS ENUM ('bulletin', 'announcement');

-- CreateEnum
CREATE TYPE "PublicationState" AS ENUM ('draft', 'submitted', 'approved', 'released');

-- CreateEnum
CREATE TYPE "ApprovalState" AS ENUM ('waiting', 'approved', 'returned', 'voided');

-- CreateEnum
CREATE TYPE "ReporterState" AS ENUM ('active', 'stopped', 'left');

-- CreateEnum
CREATE TYPE "ContactState" AS ENUM ('reachable', 'blocked', 'gone');

-- CreateEnum
CREATE TYPE "JoinRequestState" AS ENUM ('waiting', 'approved', 'refused');

-- CreateTable
CREATE TABLE "Article" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "canonicalUrl" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "outletId" UUID,
    "publicationId" UUID,
    "themeId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Article_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ArticleSubmission" (
    "id" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "reporterId" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "first" BOOLEAN NOT NULL,

    CONSTRAINT "ArticleSubmission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" BIGSERIAL NOT NULL,
    "organisationId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Broadcast" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "kind" "BroadcastKind" NOT NULL,
    "state" "BroadcastState" NOT NULL DEFAULT 'sending',
    "stateReason" TEXT,
    "publicationId" UUID,
    "conferenceId" UUID,
    "reminderKind" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Broadcast_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "reporterId" UUID NOT NULL,
    "accountId" UUID,
    "contactId" UUID,
    "surface" TEXT,
    "messageKind" TEXT,
    "state" "DeliveryState" NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "reasonDetail" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "messageIds" TEXT[],
    "triedContacts" TEXT[],
    "costVnd" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3),
    "queuedAt" TIMESTAMPTZ(3),
    "sendingAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),
    "openedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryEvent" (
    "id" BIGSERIAL NOT NULL,
    "deliveryId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" "DeliveryState" NOT NULL,
    "attempt" INTEGER NOT NULL,
    "reason" TEXT,
    "by" TEXT,
    "trace" JSONB,

    CONSTRAINT "DeliveryEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reply" (
    "id" UUID NOT NULL,
    "contactId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "inboxId" UUID,
    "deliveryId" UUID,
    "position" INTEGER NOT NULL DEFAULT 0,
    "message" JSONB NOT NULL,
    "state" "DeliveryState" NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "messageIds" TEXT[],
    "trace" JSONB,
    "notBefore" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sendingAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Reply_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChannelAccount" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "secretsSealed" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "state" "AccountState" NOT NULL DEFAULT 'off',
    "stateReason" TEXT,
    "memory" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChannelAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InboxItem" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" "InboxState" NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "handledAt" TIMESTAMPTZ(3),

    CONSTRAINT "InboxItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Conversation" (
    "contactId" UUID NOT NULL,
    "step" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Conversation_pkey" PRIMARY KEY ("contactId")
);

-- CreateTable
CREATE TABLE "FileHandle" (
    "accountId" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FileHandle_pkey" PRIMARY KEY ("accountId","sha256","kind")
);

-- CreateTable
CREATE TABLE "Conference" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "publicationId" UUID,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "place" TEXT NOT NULL,
    "agenda" TEXT NOT NULL DEFAULT '',
    "answerBy" TIMESTAMPTZ(3) NOT NULL,
    "contact" TEXT NOT NULL DEFAULT '',
    "cancelledAt" TIMESTAMPTZ(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Conference_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConferenceMove" (
    "id" UUID NOT NULL,
    "conferenceId" UUID NOT NULL,
    "previousStart" TIMESTAMPTZ(3) NOT NULL,
    "previousPlace" TEXT NOT NULL,
    "previousAnswerBy" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "noticeId" UUID,

    CONSTRAINT "ConferenceMove_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "conferenceId" UUID NOT NULL,
    "reporterId" UUID NOT NULL,
    "answer" "RsvpAnswer" NOT NULL DEFAULT 'none',
    "named" TEXT,
    "answeredAt" TIMESTAMPTZ(3),
    "answeredBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Rsvp" (
    "id" UUID NOT NULL,
    "invitationId" UUID NOT NULL,
    "answer" "RsvpAnswer" NOT NULL,
    "named" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "via" TEXT NOT NULL,

    CONSTRAINT "Rsvp_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reminder" (
    "id" UUID NOT NULL,
    "conferenceId" UUID NOT NULL,
    "reporterId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "state" "ReminderState" NOT NULL DEFAULT 'scheduled',
    "reason" TEXT,
    "broadcastId" UUID,
    "settledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Reminder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "File" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "File_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FileContent" (
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FileContent_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "FileChunk" (
    "sha256" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "FileChunk_pkey" PRIMARY KEY ("sha256","position")
);

-- CreateTable
CREATE TABLE "Organisation" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "shortName" TEXT NOT NULL,
    "parentId" UUID,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "fencing" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Letter" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "sourceText" TEXT NOT NULL,
    "fileId" UUID,
    "reading" JSONB NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Publication" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "kind" "PublicationKind" NOT NULL,
    "state" "PublicationState" NOT NULL DEFAULT 'draft',
    "letterId" UUID,
    "title" TEXT NOT NULL,
    "period" TEXT NOT NULL DEFAULT '',
    "issuer" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "audience" JSONB NOT NULL DEFAULT '{"kind":"everyone"}',
    "documentNumber" TEXT,
    "issuedOn" DATE,
    "signedFileId" UUID,
    "releasedBy" TEXT,
    "releasedAt" TIMESTAMPTZ(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Publication_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Theme" (
    "id" UUID NOT NULL,
    "publicationId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "points" TEXT[],
    "origin" TEXT NOT NULL DEFAULT 'central',

    CONSTRAINT "Theme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attachment" (
    "id" UUID NOT NULL,
    "publicationId" UUID NOT NULL,
    "themeId" UUID,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "supplier" TEXT,
    "documentNumber" TEXT,
    "fileId" UUID,

    CONSTRAINT "Attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Approval" (
    "id" UUID NOT NULL,
    "publicationId" UUID NOT NULL,
    "contentHash" TEXT NOT NULL,
    "state" "ApprovalState" NOT NULL DEFAULT 'waiting',
    "submittedBy" TEXT NOT NULL,
    "submittedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedBy" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "note" TEXT,
    "voidedAt" TIMESTAMPTZ(3),
    "voidedReason" TEXT,

    CONSTRAINT "Approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Outlet" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "email" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Outlet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reporter" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "outletId" UUID NOT NULL,
    "fullName" TEXT NOT NULL,
    "state" "ReporterState" NOT NULL DEFAULT 'active',
    "locale" TEXT NOT NULL DEFAULT 'vi',
    "email" TEXT,
    "phoneSealed" TEXT,
    "phoneConsentAt" TIMESTAMPTZ(3),
    "preferredChannel" TEXT,
    "pageSince" TIMESTAMPTZ(3),
    "pageKeyVersion" INTEGER NOT NULL DEFAULT 1,
    "stoppedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Reporter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Contact" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "reporterId" UUID,
    "displayName" TEXT,
    "state" "ContactState" NOT NULL DEFAULT 'reachable',
    "stateReason" TEXT,
    "boundAt" TIMESTAMPTZ(3),
    "lastInteractionAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Consent" (
    "id" UUID NOT NULL,
    "reporterId" UUID NOT NULL,
    "contactId" UUID,
    "purpose" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "givenAt" TIMESTAMPTZ(3) NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "Consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RegistrationCode" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "reporterId" UUID NOT NULL,
    "codeHash" TEXT NOT NULL,
    "createdBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "usedByContactId" UUID,

    CONSTRAINT "RegistrationCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JoinRequest" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "contactId" UUID NOT NULL,
    "fullName" TEXT NOT NULL,
    "outletName" TEXT NOT NULL,
    "state" "JoinRequestState" NOT NULL DEFAULT 'waiting',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedBy" TEXT,
    "reporterId" UUID,

    CONSTRAINT "JoinRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL,
    "organisationId" UUID NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'vi',
    "disabledAt" TIMESTAMPTZ(3),
    "twoFactorEnabled" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Article_organisationId_createdAt_idx" ON "Article"("organisationId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Article_organisationId_canonicalUrl_key" ON "Article"("organisationId", "canonicalUrl");

-- CreateIndex
CREATE INDEX "ArticleSubmission_articleId_idx" ON "ArticleSubmission"("articleId");

-- CreateIndex
CREATE INDEX "ArticleSubmission_reporterId_idx" ON "ArticleSubmission"("reporterId");

-- CreateIndex
CREATE INDEX "AuditEntry_organisationId_at_idx" ON "AuditEntry"("organisationId", "at");

-- CreateIndex
CREATE INDEX "AuditEntry_subject_idx" ON "AuditEntry"("subject");

-- CreateIndex
CREATE INDEX "Broadcast_organisationId_createdAt_idx" ON "Broadcast"("organisationId", "createdAt");

-- CreateIndex
CREATE INDEX "Broadcast_publicationId_idx" ON "Broadcast"("publicationId");

-- CreateIndex
CREATE INDEX "Broadcast_state_idx" ON "Broadcast"("state");

-- CreateIndex
CREATE INDEX "Delivery_state_accountId_idx" ON "Delivery"("state", "accountId");

-- CreateIndex
CREATE INDEX "Delivery_broadcastId_state_idx" ON "Delivery"("broadcastId", "state");

-- CreateIndex
CREATE INDEX "Delivery_reporterId_idx" ON "Delivery"("reporterId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_broadcastId_reporterId_key" ON "Delivery"("broadcastId", "reporterId");

-- CreateIndex
CREATE INDEX "DeliveryEvent_deliveryId_idx" ON "DeliveryEvent"("deliveryId");

-- CreateIndex
CREATE INDEX "Reply_state_accountId_idx" ON "Reply"("state", "accountId");

-- CreateIndex
CREATE INDEX "Reply_inboxId_idx" ON "Reply"("inboxId");

-- CreateIndex
CREATE INDEX "Reply_contactId_state_idx" ON "Reply"("contactId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "ChannelAccount_channel_externalId_key" ON "ChannelAccount"("channel", "externalId");

-- CreateIndex
CREATE INDEX "InboxItem_state_receivedAt_idx" ON "InboxItem"("state", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "InboxItem_accountId_externalId_key" ON "InboxItem"("accountId", "externalId");

-- CreateIndex
CREATE INDEX "Conference_organisationId_startsAt_idx" ON "Conference"("organisationId", "startsAt");

-- CreateIndex
CREATE INDEX "Conference_publicationId_idx" ON "Conference"("publicationId");

-- CreateIndex
CREATE INDEX "Invitation_reporterId_idx" ON "Invitation"("reporterId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_conferenceId_reporterId_key" ON "Invitation"("conferenceId", "reporterId");

-- CreateIndex
CREATE INDEX "Rsvp_invitationId_idx" ON "Rsvp"("invitationId");

-- CreateIndex
CREATE INDEX "Reminder_state_dueAt_idx" ON "Reminder"("state", "dueAt");

-- CreateIndex
CREATE INDEX "Reminder_conferenceId_reporterId_idx" ON "Reminder"("conferenceId", "reporterId");

-- CreateIndex
CREATE INDEX "Reminder_reporterId_state_idx" ON "Reminder"("reporterId", "state");

-- CreateIndex
CREATE INDEX "File_organisationId_idx" ON "File"("organisationId");

-- CreateIndex
CREATE INDEX "Publication_organisationId_state_idx" ON "Publication"("organisationId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Theme_publicationId_number_key" ON "Theme"("publicationId", "number");

-- CreateIndex
CREATE INDEX "Attachment_publicationId_idx" ON "Attachment"("publicationId");

-- CreateIndex
CREATE INDEX "Approval_publicationId_idx" ON "Approval"("publicationId");

-- CreateIndex
CREATE UNIQUE INDEX "Outlet_organisationId_name_key" ON "Outlet"("organisationId", "name");

-- CreateIndex
CREATE INDEX "Reporter_organisationId_state_idx" ON "Reporter"("organisationId", "state");

-- CreateIndex
CREATE INDEX "Contact_reporterId_idx" ON "Contact"("reporterId");

-- CreateIndex
CREATE UNIQUE INDEX "Contact_accountId_address_key" ON "Contact"("accountId", "address");

-- CreateIndex
CREATE INDEX "Consent_reporterId_idx" ON "Consent"("reporterId");

-- CreateIndex
CREATE UNIQUE INDEX "RegistrationCode_codeHash_key" ON "RegistrationCode"("codeHash");

-- CreateIndex
CREATE INDEX "JoinRequest_organisationId_state_idx" ON "JoinRequest"("organisationId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "session"("userId");

-- CreateIndex
CREATE INDEX "account_userId_idx" ON "account"("userId");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_themeId_fkey" FOREIGN KEY ("themeId") REFERENCES "Theme"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleSubmission" ADD CONSTRAINT "ArticleSubmission_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Broadcast" ADD CONSTRAINT "Broadcast_publicationId_fkey" FOREIGN KEY ("publicationId") REFERENCES "Publication"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Broadcast" ADD CONSTRAINT "Broadcast_conferenceId_fkey" FOREIGN KEY ("conferenceId") REFERENCES "Conference"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "Broadcast"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Reporter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryEvent" ADD CONSTRAINT "DeliveryEvent_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conversation" ADD CONSTRAINT "Conversation_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FileHandle" ADD CONSTRAINT "FileHandle_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ChannelAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conference" ADD CONSTRAINT "Conference_publicationId_fkey" FOREIGN KEY ("publicationId") REFERENCES "Publication"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConferenceMove" ADD CONSTRAINT "ConferenceMove_conferenceId_fkey" FOREIGN KEY ("conferenceId") REFERENCES "Conference"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_conferenceId_fkey" FOREIGN KEY ("conferenceId") REFERENCES "Conference"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Reporter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rsvp" ADD CONSTRAINT "Rsvp_invitationId_fkey" FOREIGN KEY ("invitationId") REFERENCES "Invitation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reminder" ADD CONSTRAINT "Reminder_conferenceId_fkey" FOREIGN KEY ("conferenceId") REFERENCES "Conference"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "File" ADD CONSTRAINT "File_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "FileContent"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FileChunk" ADD CONSTRAINT "FileChunk_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "FileContent"("sha256") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Organisation" ADD CONSTRAINT "Organisation_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Publication" ADD CONSTRAINT "Publication_letterId_fkey" FOREIGN KEY ("letterId") REFERENCES "Letter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Theme" ADD CONSTRAINT "Theme_publicationId_fkey" FOREIGN KEY ("publicationId") REFERENCES "Publication"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attachment" ADD CONSTRAINT "Attachment_publicationId_fkey" FOREIGN KEY ("publicationId") REFERENCES "Publication"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attachment" ADD CONSTRAINT "Attachment_themeId_fkey" FOREIGN KEY ("themeId") REFERENCES "Theme"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attachment" ADD CONSTRAINT "Attachment_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "File"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Approval" ADD CONSTRAINT "Approval_publicationId_fkey" FOREIGN KEY ("publicationId") REFERENCES "Publication"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reporter" ADD CONSTRAINT "Reporter_outletId_fkey" FOREIGN KEY ("outletId") REFERENCES "Outlet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contact" ADD CONSTRAINT "Contact_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "ChannelAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contact" ADD CONSTRAINT "Contact_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Reporter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Consent" ADD CONSTRAINT "Consent_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Reporter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegistrationCode" ADD CONSTRAINT "RegistrationCode_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Reporter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JoinRequest" ADD CONSTRAINT "JoinRequest_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
