/** The real file of a telecom company's customers where there is one, and a few made-up rows of its form. */

/** The real file is not ours to copy. */
export const madeUpTelco = `customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,InternetService,OnlineSecurity,OnlineBackup,DeviceProtection,TechSupport,StreamingTV,StreamingMovies,Contract,PaperlessBilling,PaymentMethod,MonthlyCharges,TotalCharges,Churn
0001-MADEU,Female,0,Yes,No,1,No,No phone service,DSL,No,Yes,No,No,No,No,Month-to-month,Yes,Electronic check,29.85,29.85,No
0002-MADEU,Male,0,No,No,34,Yes,No,Fiber optic,Yes,No,Yes,No,No,No,One year,No,Mailed check,56.9,1889.5,No
0003-MADEU,Male,1,No,No,0,Yes,Yes,No,No internet service,No internet service,No internet service,No internet service,No internet service,No internet service,Two year,Yes,Bank transfer (automatic),20,,Yes
`;

/** Where the real file is; undefined when FAIRBILL_TELCO_CSV names none. */
export const telcoFile = process.env['FAIRBILL_TELCO_CSV'];
