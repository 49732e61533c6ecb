CREATE TABLE OrleansRemindersTable (
  ServiceId VARCHAR(150) NOT NULL, GrainId VARCHAR(255) NOT NULL, ReminderName VARCHAR(150) NOT NULL,
  StartTime DATETIME(6) NOT NULL, Period BIGINT NOT NULL, GrainHash INT NOT NULL, Version INT NOT NULL,
  PRIMARY KEY (ServiceId, GrainId, ReminderName),
  INDEX IX_Reminders_Hash (ServiceId, GrainHash)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO OrleansQuery(QueryKey, QueryText) VALUES
('UpsertReminderRowKey','INSERT INTO OrleansRemindersTable(ServiceId,GrainId,ReminderName,StartTime,Period,GrainHash,Version) VALUES(@ServiceId,@GrainId,@ReminderName,@StartTime,@Period,@GrainHash,LAST_INSERT_ID(0)) ON DUPLICATE KEY UPDATE StartTime=@StartTime, Period=@Period, GrainHash=@GrainHash, Version=LAST_INSERT_ID(Version+1); SELECT LAST_INSERT_ID() AS Version;'),
('ReadReminderRowsKey','SELECT GrainId,ReminderName,StartTime,Period,Version FROM OrleansRemindersTable WHERE ServiceId=@ServiceId AND GrainId=@GrainId;'),
('ReadReminderRowKey','SELECT GrainId,ReminderName,StartTime,Period,Version FROM OrleansRemindersTable WHERE ServiceId=@ServiceId AND GrainId=@GrainId AND ReminderName=@ReminderName;'),
('ReadRangeRows1Key','SELECT GrainId,ReminderName,StartTime,Period,Version FROM OrleansRemindersTable WHERE ServiceId=@ServiceId AND GrainHash>@BeginHash AND GrainHash<=@EndHash;'),
('ReadRangeRows2Key','SELECT GrainId,ReminderName,StartTime,Period,Version FROM OrleansRemindersTable WHERE ServiceId=@ServiceId AND (GrainHash>@BeginHash OR GrainHash<=@EndHash);'),
('DeleteReminderRowKey','DELETE FROM OrleansRemindersTable WHERE ServiceId=@ServiceId AND GrainId=@GrainId AND ReminderName=@ReminderName AND Version=@Version; SELECT ROW_COUNT();'),
('DeleteReminderRowsKey','DELETE FROM OrleansRemindersTable WHERE ServiceId=@ServiceId;');
